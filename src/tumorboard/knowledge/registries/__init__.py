"""Trial registries that are asked over the network, by one explicit command, into snapshots."""
