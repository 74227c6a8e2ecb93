import { apiRoot, openApiPath, root } from '../../../contract/root.ts'
import { CopyField } from '../../ui/Copy.tsx'
import styles from './DocsPage.module.css'

const login = `PROFILE=yard
read -rs KEY
maas login "$PROFILE" ${location.origin}${root} - <<< "$KEY"`

/** `/docs`: what all endpoints have in common. */
export function Component() {
  return (
    <article id="start" className={styles.article}>
      <h2>One API for all</h2>
      <p>
        This page, the <code>maas</code> command and scripts made for MAAS use the same endpoints:
        the MAAS 2.0 API as far as KVM hosts go, with the same paths, fields and refusals.
      </p>
      <CopyField text={`${location.origin}${apiRoot}`} what="address of the API" wrap />

      <h3>Log in</h3>
      <p>
        An API key has three parts, <code>consumer:token:secret</code>. On the server,{' '}
        <code>maas apikey --username NAME</code> prints one. The examples take it from{' '}
        <code>$KEY</code> and the profile from <code>$PROFILE</code>:
      </p>
      <CopyField text={login} what="lines" icon="terminal" wrap />

      <h3>Send</h3>
      <p>
        Fields of a GET or DELETE go into the query; those of a POST or PUT into a body that is
        urlencoded, multipart or JSON. <code>op</code> names the operation where a path has several.
        A list is a field that is repeated.
      </p>

      <h3>Refusals</h3>
      <p>
        Wrong fields are answered with 400 and the messages of each field, everything else with a
        line of text. Clients that accept <code>application/problem+json</code> get a code, the
        message, a fix where there is one, and the request’s ID.
      </p>

      <h3>For tools</h3>
      <p>
        <a href={openApiPath}>openapi.json</a> describes all of it for generators and viewers;{' '}
        <a href={`${apiRoot}describe/`}>describe/</a> is what <code>maas</code> clients build
        themselves from.
      </p>
    </article>
  )
}
