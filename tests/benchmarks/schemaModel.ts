import type { ServedCall } from "../support/faultServer.ts";

interface AnswerSchema {
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/** A model that answers in the form that is asked for, and no more: the first of the choices in their alphabet, the middle of a range. */
export function schemaModel({ body }: ServedCall): string {
  const form = (body as { readonly response_format?: { readonly json_schema: { readonly schema: unknown } } })
    .response_format;
  const { properties } = form!.json_schema.schema as {
    readonly properties: Readonly<Record<string, AnswerSchema>>;
  };
  const answer = properties.answer!;
  return answer.enum ? [...answer.enum].sort()[0]! : String((answer.minimum! + answer.maximum!) / 2);
}
