import type { VNode } from "preact";
import type { Control } from "../lessons/Lesson.ts";

/** The one thing that a lesson lets its reader move. */
export function ControlField({
  control,
  value,
  change,
  name,
}: {
  readonly control: Control;
  readonly value: unknown;
  readonly change: (value: unknown) => void;
  readonly name: string;
}): VNode | null {
  if (control.kind === "own") return null;
  if (control.kind === "range") {
    const { label, from, to, step, unit = "" } = control;
    return (
      <div class="control">
        <label for={`control-${name}`}>
          {label}: <output>{`${value}${unit}`}</output>
        </label>
        <input
          {...{ id: `control-${name}`, type: "range", min: from, max: to, step, value: value as number }}
          onInput={({ currentTarget }) => change(Number(currentTarget.value))}
        />
      </div>
    );
  }
  return (
    <fieldset class="control">
      <legend>{control.label}</legend>
      <div class="choices">
        {control.options.map(([option, label]) => (
          <label key={option}>
            <input
              type="radio"
              name={`control-${name}`}
              checked={value === option}
              onChange={() => change(option)}
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
