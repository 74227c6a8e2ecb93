import type { Endpoint } from '../endpoint.ts'
import { Credentials, Session, Setup } from '../user.ts'
import { root } from '../root.ts'

export const sessionEndpoints = {
  sessionRead: {
    method: 'GET',
    path: `${root}accounts/session/`,
    access: 'anyone',
    response: Session,
    doc: 'Tell who is logged in at this browser',
  },
  sessionCreate: {
    method: 'POST',
    path: `${root}accounts/login/`,
    access: 'anyone',
    input: Credentials,
    response: Session,
    errors: ['bad_credentials', 'rate_limited'],
    doc: 'Log in',
  },
  sessionDelete: {
    method: 'POST',
    path: `${root}accounts/logout/`,
    access: 'anyone',
    doc: 'Log out',
  },
  setupComplete: {
    method: 'POST',
    path: `${root}accounts/setup/`,
    access: 'anyone',
    input: Setup,
    response: Session,
    errors: ['invalid_input', 'bad_credentials', 'rate_limited'],
    doc: 'Create the first admin\n\nOnly while there is no user, with the token of the setup link.',
  },
} as const satisfies Record<string, Endpoint>
