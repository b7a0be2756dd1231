"""Files that alumni send as evidence: told apart, checked and written anew before anything is kept."""
