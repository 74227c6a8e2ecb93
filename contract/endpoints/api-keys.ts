import * as z from 'zod/mini'
import type { Endpoint } from '../endpoint.ts'
import {
  ApiKey,
  ApiKeyCreate,
  ApiKeyDelete,
  ApiKeyUpdate,
  Authenticate,
  NewApiKey,
} from '../api-key.ts'
import { at, root } from '../root.ts'

/** Each of who is asking; keys of others are not found. */
export const apiKeyEndpoints = {
  apiKeyCreate: {
    method: 'POST',
    path: at('account/'),
    op: 'create_authorisation_token',
    access: 'user',
    input: ApiKeyCreate,
    response: NewApiKey,
    errors: ['invalid_input'],
    handler: 'Account',
    doc: 'Create an API key\n\nThe answer is the only one that holds its secret.',
  },
  apiKeyList: {
    method: 'GET',
    path: at('account/'),
    op: 'list_authorisation_tokens',
    access: 'user',
    response: z.array(ApiKey),
    handler: 'Account',
    doc: 'List own API keys\n\nWithout their secrets.',
  },
  apiKeyUpdate: {
    method: 'POST',
    path: at('account/'),
    op: 'update_token_name',
    access: 'user',
    input: ApiKeyUpdate,
    response: ApiKey,
    errors: ['invalid_input', 'not_found'],
    handler: 'Account',
    doc: 'Rename an API key',
  },
  apiKeyDelete: {
    method: 'POST',
    path: at('account/'),
    op: 'delete_authorisation_token',
    access: 'user',
    input: ApiKeyDelete,
    errors: ['invalid_input', 'not_found'],
    handler: 'Account',
    doc: 'Revoke an API key\n\nIt is refused from now on.',
  },
  apiKeyAuthenticate: {
    method: 'POST',
    path: `${root}accounts/authenticate/`,
    access: 'anyone',
    input: Authenticate,
    response: NewApiKey,
    errors: ['forbidden', 'rate_limited'],
    doc: 'Give a program an API key\n\nFor user name and password. Nobody is logged in by it.',
  },
} as const satisfies Record<string, Endpoint>
