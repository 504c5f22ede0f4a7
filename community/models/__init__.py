from community.models.act import ActKind, ThreadAct
from community.models.alike import MergeSuggestion
from community.models.canned import CannedAnswer
from community.models.claim import Claim, ClaimEnd, QuestionHandOver
from community.models.draft import Draft
from community.models.follow import EmailFollow, Follow, FollowMode
from community.models.highlight import Highlight
from community.models.hint import HintKind, HintSeen
from community.models.pace import FirstAnswerWeek, ThemePace
from community.models.passport import Passport
from community.models.popularity import Period, Popularity
from community.models.post import Answer, Audience, Comment, Post, Question, Visibility
from community.models.quote import WithheldQuote
from community.models.reaction import SameHere, Thanks
from community.models.reading import AllRead, ReadMark
from community.models.revision import Revision
from community.models.search import Match, RelatedQuestion, SearchEntry, SearchWord
from community.models.start import StartChoice
from community.models.state import State, WayOut
from community.models.theme import District, FirstPosts, LifeEvent, Theme
from community.models.waiting import Level, Waiting

__all__ = [
    "ActKind",
    "AllRead",
    "Answer",
    "Audience",
    "CannedAnswer",
    "Claim",
    "ClaimEnd",
    "Comment",
    "District",
    "Draft",
    "EmailFollow",
    "FirstAnswerWeek",
    "FirstPosts",
    "Follow",
    "FollowMode",
    "Highlight",
    "HintKind",
    "HintSeen",
    "Level",
    "LifeEvent",
    "Match",
    "MergeSuggestion",
    "Passport",
    "Period",
    "Popularity",
    "Post",
    "Question",
    "QuestionHandOver",
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
    "Waiting",
    "WayOut",
    "WithheldQuote",
]
