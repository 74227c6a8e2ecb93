import { apiQuery } from '../../api/query.ts'

export const apiKeysQuery = apiQuery('apiKeyList')
