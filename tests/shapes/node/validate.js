// Validates descriptions with rdf-validate-shacl. A line of JSON on standard input is {"level", "shapes"}, shapes
// to be kept under that name, or {"level", "data"}, a description to be held to them; both texts are N-Triples. For
// each description a line comes out: its findings as [severity, focus, path, component]. A path that is no single
// property is empty.

import { createInterface } from 'node:readline'
import datasets from '@rdfjs/dataset'
import { Parser } from 'n3'
import Validator from 'rdf-validate-shacl'

const SHACL = 'http://www.w3.org/ns/shacl#'
const validators = new Map()

function parse(text) {
  return datasets.dataset(new Parser({ format: 'N-Triples', blankNodePrefix: '_:' }).parse(text))
}

function name(term) {
  return term.termType === 'BlankNode' ? `_:${term.value.replace(/^_:/, '')}` : term.value
}

function told(result) {
  return [
    result.severity.value.replace(SHACL, ''),
    name(result.focusNode),
    result.path?.termType === 'NamedNode' ? result.path.value : '',
    result.sourceConstraintComponent.value,
  ]
}

for await (const line of createInterface({ input: process.stdin })) {
  const { level, shapes, data } = JSON.parse(line)
  if (shapes !== undefined) {
    validators.set(level, new Validator(parse(shapes), { allowNamedNodeInList: true }))
  } else {
    const report = await validators.get(level).validate(parse(data))
    console.log(JSON.stringify(report.results.map(told)))
  }
}
