/** How MAAS's names of handlers and operations become words of its command line. */

/** `Pods` -> `pods`, `ResourcePool` -> `resource-pool`, `SSHKeys` -> `sshkeys`. */
export const handlerWord = (handler: string) =>
  // An acronym belongs to the word that it begins.
  (handler.match(/[A-Z]*[a-z0-9]+|[A-Z]+/g) ?? [handler]).join('-').toLowerCase()

/** `add_tag` -> `add-tag` */
export const actionWord = (name: string) => name.replaceAll('_', '-').toLowerCase()
