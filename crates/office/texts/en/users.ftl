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

# Roles of a person, from one day to another.
post-plh = Acting (Plh.) { $role }
post-plt = Acting (Plt.) { $role }
assignment-none = Holds no role yet.
assignment-days = { $from } until { $to }
assignment-since = since { $from }
assignment-decree-of = { $decree }, { $day }
assignment-for = in place of { $name }
assignment-by = recorded by { $name }
assignment-ended = ended { $at }
assignment-over = its time is over
assignment-to-come = not begun
assignment-without = no decree recorded
assignment-end = End
assignment-end-one = End { $post }
assignment-gone = That role has ended.
assignment-add = Give a role
assignment-do = Give this role
assignment-role = Role to give
assignment-kind = As
assignment-kind-definitive = By right
assignment-kind-plh = Acting for a while (Plh.): its holder is away
assignment-kind-plt = Acting (Plt.): the post is vacant
assignment-decree = Number of the decree or order
assignment-decree-day = Date of the decree or order
assignment-first = In force from
assignment-last = In force until
assignment-last-hint = Leave empty where there is no end. On the next day the role ends by itself.
assignment-no-day = Fill in a day that there is.
assignment-ends-before = The last day comes before the first.
assignment-decree-long = That number is too long: at most 120 characters.
assignment-no-decree = Plh. and Plt. need the number and date of an order.
assignment-administrator-acts = Nobody acts as administrator: give that role by right, with a last day.
assignment-not-yourself = A role for yourself is given by another administrator.
users-administrators-end = From { $day } there is only one administrator left. Appoint another before then.
