import {
  FARGATE_MEMORY_MIB,
  type FargateTaskSize,
  smallestFargateSize,
  validateFargateTaskSize,
} from '../../../../modules/ecs/task/fargate-task-size';

describe('a Fargate size', () => {
  it.each(
    Object.entries(FARGATE_MEMORY_MIB).flatMap(([cpu, memories]) => memories.map((memory) => [Number(cpu), memory])),
  )('[row 2] takes cpu %d with memory %d, a row of the table', (cpu, memoryMib) => {
    expect(validateFargateTaskSize({ cpu, memoryMib })).toEqual([]);
  });

  it('[A13] takes cpu 1024 with 7168 and cpu 16384 with 122880', () => {
    const sizes: FargateTaskSize[] = [
      { cpu: 1024, memoryMib: 7168 },
      { cpu: 16384, memoryMib: 122880 },
    ];
    expect(sizes.flatMap(validateFargateTaskSize)).toEqual([]);
  });

  it('does not compile with a memory that its cpu does not go with', () => {
    // @ts-expect-error Fargate sells 512, 1024 and 2048 MiB with cpu 256.
    const size: FargateTaskSize = { cpu: 256, memoryMib: 8192 };
    expect(validateFargateTaskSize(size).map(({ field }) => field)).toEqual(['memoryMib']);
  });

  it('does not compile with a cpu that is not sold', () => {
    // @ts-expect-error 300 is not a Fargate size.
    const size: FargateTaskSize = { cpu: 300 };
    expect(validateFargateTaskSize(size).map(({ field }) => field)).toEqual(['cpu']);
  });

  it('[25] names every cpu that it sells', () => {
    const [issue] = validateFargateTaskSize({ cpu: 300, memoryMib: 512 });
    expect(issue).toMatchObject({ field: 'cpu', value: 300, fix: 'write 512, the next size' });
    expect(issue?.limit).toContain('256, 512, 1024, 2048, 4096, 8192 or 16384');
  });

  it('[row 2] names the memories that go with the cpu, and the size that holds the wish', () => {
    const [issue] = validateFargateTaskSize({ cpu: 256, memoryMib: 8192 });
    expect(issue?.limit).toBe('with cpu 256 one of 512, 1024 or 2048');
    expect(issue?.fix).toBe('write memoryMib 2048, or cpu 1024 with 8192');
  });

  it('sells Windows from one to four vCPU', () => {
    expect(validateFargateTaskSize({ cpu: 512, memoryMib: 1024, windows: true })[0]?.limit).toContain(
      '1024, 2048 or 4096',
    );
    expect(validateFargateTaskSize({ cpu: 1024, memoryMib: 2048, windows: true })).toEqual([]);
  });

  it('[35] refuses what is no number', () => {
    expect(validateFargateTaskSize({ cpu: 256, memoryMib: Number.NaN })).toHaveLength(1);
    expect(validateFargateTaskSize({ cpu: Number.POSITIVE_INFINITY })).toHaveLength(1);
  });

  it('refuses memory without cpu', () => {
    expect(validateFargateTaskSize({ memoryMib: 4096 })[0]).toMatchObject({
      field: 'cpu',
      fix: 'write cpu 512 and memoryMib 4096',
    });
  });
});

describe('the smallest size', () => {
  it.each([
    [0, 0, 256, 512],
    [256, 2048, 256, 2048],
    [256, 2049, 512, 3072],
    [300, 100, 512, 1024],
    [100, 61_441, 16_384, 65_536],
  ])('with cpu %d and memory %d is %d with %d', (cpu, memory, expectedCpu, expectedMemory) => {
    expect(smallestFargateSize(cpu, memory)).toEqual({ cpu: expectedCpu, memoryMib: expectedMemory });
  });

  it('does not exist above 16 vCPU and 120 GiB', () => {
    expect(smallestFargateSize(16_385, 0)).toBeUndefined();
    expect(smallestFargateSize(0, 122_881)).toBeUndefined();
  });
});
