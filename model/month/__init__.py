"""One month of the town: one file for each submodel of the protocol, in the order of `schedule.months` (ODD §3).

What everything is handed, in this order, and what its letters mean:

    t        month, 0 = the first of the run
    p        parameters: one row of `Parameters.record`
    town     the whole state of the run (`columns.Town`); a helper that needs one part of it takes that part alone, under its own name
    i, j     agents (rows of `people` and `agents`)
    h, g     hubs (rows of `specs` and `hubs`)
    k        a pair of agent and hub (row of `ties` and `pairs`)
    v        an instrument or shock (row of `instruments` and `public`)
    plan     a membership plan (`names.PLANS`)

Then whatever else a function needs, workspace last. Inside a function u is a uniform draw, e an edge of the contact network, and x and y
are positions in a roster. `tests/model/month/test_signatures.py` holds every kernel to this.
"""
