# The frame of pages, signing in, failures.

skip-to-content = Skip to content
other-language = Bahasa Indonesia
footer-free = This service is free of charge. Never give an OTP code to anybody.
demo-banner = DEMO with a SIMULATOR: every person, number and document here is invented.

failure-not-found = No such page
failure-not-found-text = What you are looking for does not exist, or is not for you. Check the address.
failure-input = The form cannot be read
failure-unread = This address or form cannot be read. Go back, then try once more.
failure-refused = This cannot be done
failure-unavailable = Cannot be saved at the moment
failure-unavailable-text = The storage cannot be used just now. Nothing is lost: go back and try again shortly.
failure-broken = Something went wrong on our side
failure-broken-text = The error was recorded. Try again; if it stays, tell whoever runs this system.
failure-too-often = Too much at once
failure-too-often-text = Very much was asked from your network within a short time. Wait a few seconds, then try again.
failure-back = Back to the start page

sign-in = Sign in
sign-in-login = User name
sign-in-password = Password
sign-in-wrong = User name and password do not match. Check them and try again.
sign-in-too-often = Too many tries. Wait a minute, then try again.
sign-in-no-account = No account yet, or password forgotten? Ask the office's administrator for an invitation or a recovery.
sign-out = Sign out

invitation = Choose a password
invitation-text = { $name }, your user name is { $login }. Choose a password that only you know.
invitation-password = New password
invitation-hint = At least { $shortest } characters. A few words that you remember beat one complicated word.
invitation-again = Repeat the password
invitation-save = Save and sign in
invitation-gone = This link was used already or has expired. Ask the office's administrator for a new one.
password-too-short = The password is too short: at least { $shortest } characters.
password-too-long = The password is too long: at most 200 characters.
password-too-common = This password is easy to guess. Choose another, without your user name in it.
password-not-same = The two passwords differ. Type them again.

user-bad-login = A user name has 3 to 40 small letters, digits, dots or dashes.
user-no-name = Fill in the person's name.
user-no-role = Choose at least one role.
user-unknown-role = There is no role "{ $role }". Choose from: { $known }
user-login-taken = That user name is taken. Choose another.
role-administrator = Administrator
