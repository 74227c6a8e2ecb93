import { type LoaderFunctionArgs, redirect } from 'react-router'
import { root } from '../../../contract/root.ts'
import { queryClient } from '../../api/client.ts'
import { sessionQuery } from '../../api/session.ts'
import { loginPath, safeReturnPath } from '../../util/return-path.ts'

/** `/MAAS` */
export const basename = root.replace(/\/$/, '')

const session = () => queryClient.ensureQueryData(sessionQuery)

/** In front of everything but login and setup. */
export async function requireUser({ request }: LoaderFunctionArgs) {
  const { user, setup_required } = await session()
  if (setup_required) throw redirect('/setup')
  if (!user) throw redirect(loginPath(request.url, basename))
  return null
}

/** The login page is for nobody who is logged in, and of no use before there is a user. */
export async function requireStranger({ request }: LoaderFunctionArgs) {
  const { user, setup_required } = await session()
  if (setup_required) throw redirect('/setup')
  if (user) throw redirect(safeReturnPath(new URL(request.url).searchParams.get('return')))
  return null
}

export async function requireSetup() {
  const { setup_required } = await session()
  if (!setup_required) throw redirect('/login')
  return null
}
