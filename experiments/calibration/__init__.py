"""Parameter sets that fit the evidence: how they are searched, verified, judged and put to use."""
