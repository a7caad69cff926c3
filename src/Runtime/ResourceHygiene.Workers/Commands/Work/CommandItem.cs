namespace ResourceHygiene.Workers;

/// <summary>A command on its way through a pool.</summary>
internal sealed class CommandItem : WorkItem<CommandResult>
{
    private readonly CommandRequest _request;
    private readonly CommandMessage? _delivered;
    private readonly AcquisitionSite _site;

    public CommandItem(CommandPool pool, CommandRequest request, in AcquisitionSite site)
        : base(pool, request.Priority)
    {
        Request = request;
        _request = request.Timeout is null && pool.DefaultTimeout != System.Threading.Timeout.InfiniteTimeSpan
            ? request with { Timeout = pool.DefaultTimeout }
            : request;
        _site = site;
    }

    /// <summary>One that the queue has from elsewhere: there is somebody who waits for it, but not here.</summary>
    public CommandItem(CommandPool pool, CommandMessage delivered)
        : this(pool, delivered.Request!, default) => _delivered = delivered;

    public override string Name => _request.Program;

    public override string Title => _request.ToString();

    public override CommandMessage Delivery => _delivered ?? this;

    public override bool IsTracked => true;

    /// <summary>The executor's business, which ends the process tree.</summary>
    public override TimeSpan Timeout => System.Threading.Timeout.InfiniteTimeSpan;

    public override TimeSpan GracePeriod => _request.GracePeriod;

    /// <summary>No process is left behind because the system takes a moment to end it.</summary>
    public override TimeSpan LongestEnd => GracePeriod + s_patience;

    public override ResourceRegistration Registration => new()
    {
        Type = CommandPool.CommandResource,
        Name = Title,
        Bytes = Pool.Memory.Expect(_request.Program),
        Priority = Priority,
        // It is in use as long as it runs.
        Retention = TimeSpan.MaxValue,
        Site = _site,
    };

    protected override async ValueTask<CommandOutcome> InvokeAsync(CancellationToken cancellationToken)
    {
        var result = await Pool.Executor.ExecuteAsync(_request, cancellationToken).ConfigureAwait(false);
        if (result is null)
            throw new InvalidOperationException($"The executor {Pool.Executor.GetType()} returned no result for {Title}.");

        Pool.Memory.Note(_request.Program, result.PeakMemoryBytes);
        return CommandOutcome.Of(result);
    }

    protected override CommandResult ResultOf(in CommandOutcome outcome) =>
        outcome.Result ?? throw new InvalidOperationException($"The queue completed {Title} without a result.");
}
