from community.models.draft import Draft
from community.models.follow import EmailFollow, Follow, FollowMode
from community.models.highlight import Highlight
from community.models.post import Answer, Audience, Comment, Post, Question, Visibility
from community.models.reaction import SameHere, Thanks
from community.models.revision import Revision
from community.models.search import Match, RelatedQuestion, SearchEntry, SearchWord
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
    "Match",
    "Post",
    "Question",
    "RelatedQuestion",
    "Revision",
    "SameHere",
    "SearchEntry",
    "SearchWord",
    "Thanks",
    "Theme",
    "Visibility",
]
