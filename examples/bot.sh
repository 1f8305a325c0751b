#!/bin/sh
# A bot in five lines of shell. In the room `ops` it answers !ping and !time: examples/bot.sh ops
replies=$(mktemp -u) && mkfifo "$replies" && trap 'rm -f "$replies"' EXIT
${RTROOMS:-npx rtrooms} chat "$1" --name bot --history 0 <"$replies" |
  while read -r _ name text; do
    case $text in '!ping') echo "$name pong" ;; '!time') echo "$name it is $(date +%H:%M)" ;; esac
  done >"$replies"
