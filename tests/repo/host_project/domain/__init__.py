OWNER = "the host"
