from community.models.act import ActKind, ThreadAct
from community.models.canned import CannedAnswer
from community.models.draft import Draft
from community.models.follow import EmailFollow, Follow, FollowMode
from community.models.highlight import Highlight
from community.models.hint import HintKind, HintSeen
from community.models.pace import ThemePace
from community.models.popularity import Period, Popularity
from community.models.post import Answer, Audience, Comment, Post, Question, Visibility
from community.models.reaction import SameHere, Thanks
from community.models.reading import AllRead, ReadMark
from community.models.revision import Revision
from community.models.search import Match, RelatedQuestion, SearchEntry, SearchWord
from community.models.start import StartChoice
from community.models.state import State, WayOut
from community.models.theme import District, FirstPosts, LifeEvent, Theme

__all__ = [
    "ActKind",
    "AllRead",
    "Answer",
    "Audience",
    "CannedAnswer",
    "Comment",
    "District",
    "Draft",
    "EmailFollow",
    "FirstPosts",
    "Follow",
    "FollowMode",
    "Highlight",
    "HintKind",
    "HintSeen",
    "LifeEvent",
    "Match",
    "Period",
    "Popularity",
    "Post",
    "Question",
    "ReadMark",
    "RelatedQuestion",
    "Revision",
    "SameHere",
    "SearchEntry",
    "SearchWord",
    "StartChoice",
    "State",
    "Thanks",
    "Theme",
    "ThemePace",
    "ThreadAct",
    "Visibility",
    "WayOut",
]
