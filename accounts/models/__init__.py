from accounts.models.inbox import Notification
from accounts.models.member import Member
from accounts.models.role import Role, RoleGrant, Roles

__all__ = ["Member", "Notification", "Role", "RoleGrant", "Roles"]
