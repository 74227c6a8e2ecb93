/** Words that no profile can have as its name: those of this command, and MAAS's own. */
export const commandNames = [
  'login',
  'logout',
  'list',
  'refresh',
  'completion',
  'help',
  'createadmin',
  'apikey',
  '__complete',
]
