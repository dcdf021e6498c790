# Time: how much is left, who is told, and a calendar that changed.
time-short = soon, { $time } left
time-whole = whole case: { $time }

alerts = Time alerts
alerts-how = Time standards that are nearly used up or over, as far as your roles are told; the { $n } newest.
alerts-none = No alerts yet.
alerts-see = Mark as read
alerts-fresh = new
alerts-unseen = Time alerts that you have not read: { $n }.
alerts-step-at-risk = The time for { $step } is nearly used up
alerts-step-over = The time for { $step } is over
alerts-case-at-risk = The time for the whole request is nearly used up
alerts-case-over = The time for the whole request is over

event-due_moved = the working calendar changed, now due { $at }
event-at_risk = time for { $step } nearly used up
event-case_at_risk = time for the whole case nearly used up
event-case_deadline_passed = deadline of the whole case passed
event-escalated = told { $names }

problem-year-without-holidays = no holidays for { $year }, though there are some for the years before and after; add that year's holidays

# What the applicant is promised.
tracking-promise = Time standard of the service: { $n } working minutes, by { $at } at the latest.
tracking-late = The time standard of the service ({ $n } working minutes) was over at { $at }. We are sorry and still at work on your request.
tracking-late-told = The time standard of the service ({ $n } working minutes) was over at { $at }. We are sorry; our superiors have been told.
