import { useMutation } from '@tanstack/react-query'
import { client } from '../../api/client.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import styles from './Settings.module.css'

/** The same bundle from here. */
export function ExportCard() {
  const download = useMutation({
    mutationFn: () => client.exportRead(),
    onSuccess: (bundle) => save(JSON.stringify(bundle, null, 2)),
  })
  return (
    <Card>
      <h2>Export</h2>
      <p className={styles.text}>
        One file with all that an import brings. It holds the passwords of the pods in clear text:
        keep it like a password.
      </p>
      {download.error ? <ProblemNotice problem={download.error.problem} /> : null}
      <div>
        <Button loading={download.isPending} onClick={() => download.mutate()}>
          Export with passwords
        </Button>
      </div>
    </Card>
  )
}

function save(text: string) {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `podyard-${new Date().toISOString().slice(0, 10)}.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
