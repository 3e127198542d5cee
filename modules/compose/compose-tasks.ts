import type { ContainerCondition, ContainerProps } from '../ecs/task/container';
import { imageName } from '../ecs/task/image';
import type { PublishedPort } from './compose-ports';
import type { ComposeService } from './compose-service';
import type { ComposeSources } from './read-compose';

/** Services that run in one task. */
export class ComposeTask {
  public constructor(
    /** After which the task is called; its ports are those that others find. */
    public readonly main: ComposeService,
    public readonly services: readonly ComposeService[],
    /** It is the only task of the application. */
    public readonly alone: boolean,
  ) {}

  /** Its published ports, with their containers. */
  public get published(): readonly (PublishedPort & { readonly container: string })[] {
    return this.services.flatMap(({ name, published }) => published.map((port) => ({ ...port, container: name })));
  }

  /** The containers of the same task that `service` waits for. */
  public dependsOn(service: ComposeService): Readonly<Record<string, ContainerCondition>> | undefined {
    const inside = Object.entries(service.dependsOn).filter(([name]) => this.has(name));
    return inside.length === 0 ? undefined : Object.fromEntries(inside);
  }

  /** A container that another one waits for until it has ended must not stop the task. */
  public runsToItsEnd({ name }: ComposeService): boolean {
    return this.services.some(({ dependsOn }) => dependsOn[name] === 'SUCCESS');
  }

  public waitsFor(other: ComposeTask): boolean {
    return this.services.some(({ dependsOn }) => Object.keys(dependsOn).some((name) => other.has(name)));
  }

  /** Networks that are security groups of their own decide by themselves who talks to whom. */
  public sharesNetwork(other: ComposeTask, securityGroups: Readonly<Record<string, string>>): boolean {
    const theirs = other.services.flatMap(({ networks }) => networks);
    return this.services.some(({ networks }) =>
      networks.some((name) => securityGroups[name] === undefined && theirs.includes(name)),
    );
  }

  /** Ids of those that the files name for it. */
  public securityGroups({ file, params }: ComposeSources): readonly string[] {
    const networks = this.services.flatMap((service) => service.networks);
    return [...new Set([...params.securityGroupIds, ...networks.flatMap((name) => file.securityGroups[name] ?? [])])];
  }

  public has(service: string): boolean {
    return this.services.some(({ name }) => name === service);
  }
}

/** The tasks of a file: one for all, or one for each service with those that share its network. */
export function composeTasks(
  services: readonly ComposeService[],
  shape: 'one' | 'per-service',
): readonly ComposeTask[] {
  const [first] = services;
  if (first === undefined) return [];
  if (shape === 'one') return [new ComposeTask(first, services, true)];
  const mains = services.filter(({ inTaskOf }) => inTaskOf === undefined);
  return mains.map((main) => {
    const inside = services.filter(({ inTaskOf }) => inTaskOf === main.name);
    return new ComposeTask(main, [main, ...inside], mains.length === 1);
  });
}

/** What the ECS parameters say of a container wins; secrets and Linux parameters add up. */
export function withParameters(container: ContainerProps, given: Partial<ContainerProps> = {}): ContainerProps {
  const { image, secrets, linuxParameters, ...others } = given;
  return {
    ...container,
    ...others,
    image:
      typeof image === 'object' && 'credentials' in image
        ? { name: imageName(container.image), credentials: image.credentials }
        : container.image,
    secrets: secrets === undefined ? container.secrets : { ...container.secrets, ...secrets },
    linuxParameters:
      linuxParameters === undefined ? container.linuxParameters : { ...container.linuxParameters, ...linuxParameters },
  };
}
