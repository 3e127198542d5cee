import { validateScaling } from '../../../../modules/ecs/service/scaling-validation';
import { synthService } from '../../../support/ecs';
import { theResource } from '../../../support/synth';

const queueBacklog = { queueName: 'jobs', messagesPerTask: 100 };

describe('[row 88] the backlog of a queue', () => {
  it('is its length divided by the running tasks, by one where none runs yet', () => {
    const json = synthService({ image: 'a:1', scaling: { min: 1, max: 10, queueBacklog } });
    const policy = theResource(json, 'aws_appautoscaling_policy');
    expect(policy.name).toBe('QueueBacklog');
    expect(policy.target_tracking_scaling_policy_configuration).toMatchObject({
      target_value: 100,
      customized_metric_specification: {
        metrics: [
          { id: 'visible', return_data: false },
          { id: 'tasks', return_data: false },
          { expression: 'visible / IF(tasks > 0, tasks, 1)', return_data: true },
        ],
      },
    });
  });

  it('moves the number of tasks, so that nothing else is asked for', () => {
    const fields = validateScaling({ min: 1, max: 10, queueBacklog }).map(({ field }) => field);
    expect(fields).toEqual([]);
  });

  it('needs a task that works and a number to hold', () => {
    const fieldsOf = (min: number, messagesPerTask: number): string[] =>
      validateScaling({ min, max: 10, queueBacklog: { queueName: 'jobs', messagesPerTask } }).map(({ field }) => field);
    expect(fieldsOf(0, 100)).toEqual(['scaling.min']);
    expect(fieldsOf(1, 0)).toEqual(['scaling.queueBacklog.messagesPerTask']);
  });
});
