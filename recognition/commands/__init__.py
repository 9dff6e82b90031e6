"""The subcommands of `recognize`, one module each."""
