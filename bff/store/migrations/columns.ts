import type { ColumnDefinitionBuilder } from 'kysely'

export type Dialect = 'sqlite' | 'postgres'

const build = {
  sqlite: (column: ColumnDefinitionBuilder) => column.primaryKey().autoIncrement(),
  postgres: (column: ColumnDefinitionBuilder) => column.primaryKey().generatedByDefaultAsIdentity(),
}

/** An id that is never given out twice, even after its row was deleted: links to it stay dead. */
export const idColumn = (dialect: Dialect) => ({ type: 'integer', build: build[dialect] }) as const
