import { Annotations, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { Issue, Problem, Unchecked } from './issue';
import { formatIssue, formatProblems } from './problem-format';
import { stateIssues } from './state-location';

export type { Issue, Problem, Unchecked };

/** Thrown once for a whole app, before anything is written. */
export class InvalidInputError extends Error {
  declare public readonly problems: readonly Problem[];

  public constructor(problems: readonly Problem[]) {
    super(formatProblems(problems));
    // Not enumerable: Node prints what is, and the message has said it all.
    Object.defineProperty(this, 'problems', { value: problems });
    this.name = 'InvalidInputError';
    // Where the props were written is in the message; where cdktf ran the validation helps nobody.
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** Notes `issues` of `scope`, so that synth lists the problems of the whole app at once; building goes on. */
export function report(scope: IConstruct, issues: readonly Issue[]): void {
  ProblemLog.of(scope).add(issues.map((issue) => ({ issue, scope })));
}

/** For what leaves nothing to build on: throws now, with all that was noted in the app so far. */
export function refuse(scope: IConstruct, issue: Issue): never {
  throw ProblemLog.of(scope).errorWith({ issue, scope });
}

/** A fact about the finished tree ("a service needs a container"): asked at synth, when nothing is added any more. */
export function checkAtSynth(scope: IConstruct, ask: () => readonly Issue[]): void {
  ProblemLog.of(scope).addQuestion(scope, ask);
}

/** Something legal that is probably not meant: `cdktf synth` and `npm run synth` print it, nothing is refused. */
export function warn(scope: IConstruct, issues: readonly Issue[]): void {
  for (const issue of issues) Annotations.of(scope).addWarning(formatIssue(issue));
}

/** Accepts named refusals for `scope` and everything below it. */
export function acceptUnchecked(scope: IConstruct, unchecked: readonly Unchecked[] | undefined): void {
  if (unchecked === undefined) return;
  report(
    scope,
    unchecked.flatMap(({ rule, reason }, index) =>
      reason.trim().length >= 10
        ? []
        : [
            {
              field: `unchecked[${index}].reason`,
              value: reason,
              limit: 'a sentence of at least 10 characters',
              fix: `say why "${rule}" does not apply here`,
              see: 'docs/errors.md',
            },
          ],
    ),
  );
  ProblemLog.of(scope).accept(scope, unchecked);
}

const LOG = Symbol.for('cdktf-aws-containers/problem-log');

/** All that is wrong in one app. It hangs on the root of the tree, so that two apps in one process never mix. */
class ProblemLog {
  /** The log of the tree that `scope` is in; made at the first use. */
  public static of(scope: IConstruct): ProblemLog {
    const root = scope.node.root as IConstruct & { [LOG]?: ProblemLog };
    let log = root[LOG];
    if (log === undefined) {
      log = new ProblemLog(root);
      Object.defineProperty(root, LOG, { value: log });
    }
    log.guard(scope);
    return log;
  }

  private readonly noted: Noted[] = [];
  /** By the stack that the asking construct is in. */
  private readonly questions = new Map<IConstruct, { scope: IConstruct; ask: () => readonly Issue[] }[]>();
  private answered = false;
  private readonly accepted: { scope: IConstruct; rule: string }[] = [];
  private readonly guarded = new Set<IConstruct>();

  private constructor(private readonly root: IConstruct) {
    // Concerns every app, also one whose backends were made without this library.
    this.addQuestion(root, () => stateIssues(root));
  }

  public add(noted: readonly Noted[]): void {
    this.noted.push(...noted);
  }

  public addQuestion(scope: IConstruct, ask: () => readonly Issue[]): void {
    const stack = stackAround(scope) ?? this.root;
    const questions = this.questions.get(stack) ?? [];
    questions.push({ scope, ask });
    this.questions.set(stack, questions);
  }

  public accept(scope: IConstruct, unchecked: readonly Unchecked[]): void {
    this.accepted.push(...unchecked.map(({ rule }) => ({ scope, rule })));
  }

  /** The last one cannot be accepted: nothing can be built without what is missing. */
  public errorWith(last: Noted): InvalidInputError {
    return new InvalidInputError([...this.open(this.noted), last].map(problemOf));
  }

  /**
   * cdktf validates a stack and writes it before it looks at the next one. The first stack of the app therefore
   * answers for all of them, and each stack for itself where a test synthesizes it alone.
   */
  private guard(scope: IConstruct): void {
    const own = stackAround(scope);
    const first = this.root.node.children.find((child) => TerraformStack.isStack(child));
    for (const stack of [own, first]) {
      if (stack === undefined || this.guarded.has(stack)) continue;
      this.guarded.add(stack);
      stack.node.addValidation({
        validate: () => {
          this.throwWithAnswers(stack);
          return [];
        },
      });
    }
  }

  /** All questions the first time; later only those of `stack`, whose Aspects have run since. So synth stays linear. */
  private throwWithAnswers(stack: IConstruct): void {
    const due = this.answered ? (this.questions.get(stack) ?? []) : [...this.questions.values()].flat();
    this.answered = true;
    const answers = due.flatMap(({ scope, ask }) => ask().map((issue) => ({ issue, scope })));
    const open = this.open([...this.noted, ...answers]);
    if (open.length > 0) throw new InvalidInputError(open.map(problemOf));
  }

  private open(noted: readonly Noted[]): Noted[] {
    return noted.filter(
      ({ issue, scope }) =>
        !this.accepted.some((consent) => consent.rule === issue.rule && scope.node.scopes.includes(consent.scope)),
    );
  }
}

interface Noted {
  readonly issue: Issue;
  readonly scope: IConstruct;
}

function problemOf({ issue, scope }: Noted): Problem {
  return { ...issue, path: scope.node.path || 'App', type: scope.constructor.name };
}

function stackAround(scope: IConstruct): TerraformStack | undefined {
  return scope.node.scopes.find((parent) => TerraformStack.isStack(parent));
}
