"""From a client's folder to typed tables: the contract as data, its readers and its checker."""
