import { useEffect, useRef } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { commandLines } from '../../../contract/command-line.ts'
import { describeFields, type FieldDescription } from '../../../contract/describe.ts'
import { CommandLineBlocks } from '../../form/CommandLine.tsx'
import { announce } from '../../stores/announcements.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Tag } from '../../ui/Tag.tsx'
import { NotFound } from '../frame/NotFound.tsx'
import styles from './DocsPage.module.css'
import { answerOf, type Entry, findEntry } from './endpoint-groups.ts'
import { exampleOf } from './examples.ts'

/** `/docs/podCreate` */
export function Component() {
  const entry = findEntry(useParams()['name'])
  return entry ? <Shown key={entry.name} entry={entry} /> : <NotFound />
}

const access = {
  anyone: 'Anyone may call it, without logging in.',
  user: 'Any user may call it.',
  admin: 'Only an admin may call it.',
}

function Shown({ entry: { name, endpoint, title, paragraphs, address } }: { entry: Entry }) {
  const [params] = useSearchParams()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // On a phone the list that led here is gone, and the focus with it.
    if (document.activeElement?.matches('body') || !document.activeElement?.checkVisibility()) {
      heading.current?.focus({ preventScroll: true })
    } else announce(title)
  }, [title])
  const inPath = describeFields(endpoint.params)
  const fields = describeFields(endpoint.input)
  const inBody = endpoint.method === 'POST' || endpoint.method === 'PUT'
  const example = exampleOf(
    name,
    inPath.map((each) => each.name),
  )
  return (
    <article className={styles.article}>
      <Link className={styles.back} to={`/docs?${params}`}>
        <Icon name="arrow" /> All endpoints
      </Link>
      <h2 ref={heading} tabIndex={-1}>
        {title}
      </h2>
      <p className={styles.address}>
        <Tag>{endpoint.method}</Tag>
        <code>{address}</code>
      </p>
      {paragraphs.map((text) => (
        <p key={text}>{text}</p>
      ))}
      <p className={styles.access}>{access[endpoint.access]}</p>

      <Parameters title="In the path" parameters={inPath} />
      <Parameters title={inBody ? 'In the body' : 'In the query'} parameters={fields} />

      <h3>Example</h3>
      <CommandLineBlocks lines={commandLines(name, example, { origin: location.origin })} />

      <h3>Answer</h3>
      <Answer endpoint={endpoint} />
      {endpoint.errors ? (
        <>
          <h3>Refusals of its own</h3>
          <Words words={endpoint.errors} />
        </>
      ) : null}
    </article>
  )
}

function Parameters({
  title,
  parameters,
}: {
  title: string
  parameters: readonly FieldDescription[]
}) {
  if (parameters.length === 0) return null
  return (
    <>
      <h3>{title}</h3>
      <dl className={styles.parameters}>
        {parameters.map(({ name, type, required, description }) => (
          <div key={name}>
            <dt>
              <code className={styles.name}>{name}</code>
              <span className={styles.type}>{type}</span>
              {required ? <Tag>required</Tag> : null}
            </dt>
            <dd>{description}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}

function Answer({ endpoint }: { endpoint: Entry['endpoint'] }) {
  const answer = answerOf(endpoint)
  if (!answer) return <p>204, nothing.</p>
  return (
    <>
      <p>{answer.list ? '200, a JSON list of objects with' : '200, a JSON object with'}</p>
      <Words words={answer.keys} />
    </>
  )
}

const Words = ({ words }: { words: readonly string[] }) => (
  <ul className={styles.words}>
    {words.map((word) => (
      <li key={word}>
        <code>{word}</code>
      </li>
    ))}
  </ul>
)
