"""Which of the framework's causal claims hold at this client, over its own managers, accounts, departments and regions?"""
