-- Open cases by the version that they run under: counted at each start, however many there are.
CREATE INDEX cases_running ON cases (office, procedure, version) WHERE lane <> '';
