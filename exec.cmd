@rem cmd.exe has no exec; package.json says `exec node` so that npm, where there is one, signals node and not a shell
@%*
