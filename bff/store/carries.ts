/** Tags lie in their rows as a JSON list. The database finds the candidates, the parsed list decides. */
import { sql } from 'kysely'

/** Whether the text has the name as JSON writes it: the same function in every database, with regard to case. */
export const carries = (column: 'pod.tags' | 'machine.tags', tag: string) =>
  sql<boolean>`replace(${sql.ref(column)}, ${JSON.stringify(tag)}, '') <> ${sql.ref(column)}`

export const isTagged =
  (tag: string) =>
  ({ tags }: { tags: readonly string[] }): boolean =>
    tags.includes(tag)
