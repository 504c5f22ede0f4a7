from accounts.models.inbox import Notification
from accounts.models.member import Member, StartPage
from accounts.models.privacy import Block
from accounts.models.role import Role, RoleGrant, Roles

__all__ = ["Block", "Member", "Notification", "Role", "RoleGrant", "Roles", "StartPage"]
