# The page of users, for the office's administrator.

faults = Something has to be put right:

users = Users
users-name = Name
users-login = User name
users-login-hint = 3 to 40 small letters, digits, dots or dashes. Cannot be changed later.
users-roles = Roles
users-disabled = disabled
users-ready = active
users-invited = has not chosen a password
users-add = Add a user
users-disable = Disabled: cannot sign in
users-change-hint = Once this is saved the person has to sign in again.
users-save = Save
users-last-administrator = This is the last administrator. Make somebody else an administrator first.
users-link = Make an invitation link
users-link-text = For a person without a password, or who forgot it. Earlier links stop working.
users-link-for = For { $name } (user name: { $login }). Hand this link to the person directly.
users-link-label = Invitation link
users-link-once = This link is shown only once, is good for 72 hours and for one use.
