#!/bin/sh
# What ssh runs instead of asking a person (SSH_ASKPASS, see ssh-client.ts).
printf '%s\n' "$PODYARD_LAB_PASSWORD"
