from community.models.draft import Draft
from community.models.follow import EmailFollow, Follow, FollowMode
from community.models.highlight import Highlight
from community.models.post import Answer, Audience, Comment, Post, Question, Visibility
from community.models.reaction import SameHere, Thanks
from community.models.revision import Revision
from community.models.theme import District, FirstPosts, LifeEvent, Theme

__all__ = [
    "Answer",
    "Audience",
    "Comment",
    "District",
    "Draft",
    "EmailFollow",
    "FirstPosts",
    "Follow",
    "FollowMode",
    "Highlight",
    "LifeEvent",
    "Post",
    "Question",
    "Revision",
    "SameHere",
    "Thanks",
    "Theme",
    "Visibility",
]
