import type { Change } from '../../contract/stream.ts'
import type { Db } from './schema.ts'

/** What a repository needs to write: rows and the feed that tells of them change together or not at all. */
export type Unit = {
  db: Db
  /** Joins the change feed when the transaction commits. Repeats within one transaction are told once. */
  record: (change: Change) => void
}
