"""What the models say in the pictures."""

QUESTION = "How do I mirror my notes to the NAS every night?"

ANSWER = """\
## One rsync, one timer

Let `rsync` copy and **systemd** start it: a timer catches up after a night with the machine off, cron does not.

1. Hand over your key once: `ssh-copy-id backup@nas`.
2. Save the script below as `~/bin/mirror`.
3. `systemctl --user enable --now mirror.timer`

```bash
#!/bin/bash
# the slash behind notes means: what is in it
rsync --archive --delete --partial "$HOME/notes/" backup@nas:notes/
```

| option      | does                          | without it              |
|-------------|-------------------------------|-------------------------|
| `--archive` | keeps times, modes and links  | every file looks new    |
| `--delete`  | removes what is gone here     | the copy only grows     |
| `--partial` | goes on where it broke off    | big files start anew    |

> Try it with `--dry-run` first: `--delete` means what it says.
"""

SHORT_ANSWER = """\
Use `rsync` from a systemd timer:

```bash
rsync --archive --delete ~/notes/ backup@nas:notes/
```

- **Timer**: `OnCalendar=daily` with `Persistent=true`, so a night with the machine off is made up for.
- **Key**: `ssh-copy-id backup@nas` once, then no password is asked.
- **Check**: `journalctl --user -u mirror` shows every run, and what it sent.

If the NAS sleeps at night, wake it first: `wakeonlan` takes its address, and twenty seconds later it answers.
"""

OTHER_ANSWER = """\
Here is what I would do on your machine.

## One rsync, one timer

Let `rsync` copy and **cron** start it: every computer has it, and one line is enough.

1. Hand over your key once: `ssh-copy-id backup@nas`.
2. Save the script below as `~/bin/mirror`, and `chmod +x` it.
3. `crontab -e`, then `0 3 * * * ~/bin/mirror`

```bash
#!/bin/bash
# the slash behind notes means: what is in it
rsync --archive --compress "$HOME/notes/" backup@nas:notes/
```

| option       | does                          | without it              |
|--------------|-------------------------------|-------------------------|
| `--archive`  | keeps times, modes and links  | every file looks new    |
| `--compress` | sends less over a slow line   | it takes longer         |

> Try it with `--dry-run` first: what is overwritten is gone.
"""

FIRST_ANSWER = """\
Use `rsync` with **cron**: `0 3 * * *` starts it at three in the morning, if the machine is on by then.
"""

NO_CREDITS = "This request needs more credits than the account has left."

PAST = (
    ("fast", "A regex for an ISO date?", "`\\d{4}-\\d{2}-\\d{2}`, and let a parser say whether it is one."),
    (
        "cloud",
        "Which files should never go to the NAS?",
        "Caches, sockets and databases in use: `rsync --exclude='.cache/'` leaves them out; a dump stands in for them.",
    ),
    ("chat", "Plan the week's meals, no meat", "Monday lentils, Tuesday risotto, and so on to Sunday's lasagne."),
    ("chat", QUESTION, ANSWER),
    ("fast", "Two mutable references, why not?", "One writer or many readers: else one changes what the other reads."),
)
"""What was asked before: preset, question, answer."""
