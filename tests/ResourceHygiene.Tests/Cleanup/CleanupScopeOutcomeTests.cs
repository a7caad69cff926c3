using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace ResourceHygiene.Tests;

public sealed class CleanupScopeOutcomeTests
{
    private readonly List<string> _done = [];

    [Theory]
    [InlineData(false, "rollback, dispose, undo, always")]
    [InlineData(true, "commit, dispose, final, always")]
    public async Task Only_what_was_completed_is_made_final(bool completed, string expected)
    {
        foreach (var asynchronously in (bool[])[false, true])
        {
            _done.Clear();
            var scope = new CleanupScope();
            scope.Defer(() => _done.Add("always"));
            scope.OnComplete(() => _done.Add("final"));
            scope.OnRollback(() =>
            {
                _done.Add("undo");
                return ValueTask.CompletedTask;
            });
            scope.OwnTransaction(new FakeTransaction(_done));
            if (completed)
                scope.Complete();

            if (asynchronously)
                await scope.DisposeAsync();
            else
                scope.Dispose();

            Assert.Equal(expected.Split(", "), _done);
        }
    }

    [Fact]
    public void A_transaction_that_its_user_ended_is_only_disposed()
    {
        using (var scope = new CleanupScope())
        {
            scope.OwnTransaction(new FakeTransaction(_done)).Commit();
            scope.Own(new FakeTransaction(_done));
        }

        Assert.Equal(["commit", "dispose", "dispose"], _done);
    }

    [Fact]
    public void Where_a_commit_fails_what_is_older_is_rolled_back()
    {
        var scope = new CleanupScope();
        scope.OnRollback(() => _done.Add("undo"));
        scope.OwnTransaction(new FakeTransaction(_done, static () => throw new InvalidOperationException("conflict")));
        scope.OnComplete(() => _done.Add("final"));
        scope.Complete();

        var error = Assert.Throws<AggregateException>(scope.Dispose);

        Assert.Equal("conflict", Assert.Single(error.InnerExceptions).Message);
        Assert.Equal(["final", "commit", "dispose", "undo"], _done);
        Assert.False(scope.IsCompleted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_disposal_that_fails_too_does_not_hide_why_the_commit_failed(bool asynchronously)
    {
        var scope = new CleanupScope();
        scope.OwnTransaction(new FakeTransaction(
            _done, static () => throw new InvalidOperationException("conflict"), static () => throw new IOException("connection lost")));
        scope.Complete();

        var error = asynchronously
            ? await Assert.ThrowsAsync<AggregateException>(async () => await scope.DisposeAsync())
            : Assert.Throws<AggregateException>(scope.Dispose);

        Assert.Equal(["conflict", "connection lost"], error.Flatten().InnerExceptions.Select(exception => exception.Message));
    }

    [Fact]
    public async Task Run_completes_what_returns_and_rolls_back_what_throws()
    {
        Assert.Equal(7, CleanupScope.Run(scope =>
        {
            Assert.Same(scope, CleanupScope.Current);
            scope.OnComplete(() => _done.Add("final"));
            return 7;
        }));
        await Assert.ThrowsAsync<FormatException>(() => CleanupScope.RunAsync(async scope =>
        {
            scope.OnRollback(() => _done.Add("undo"));
            await Task.Yield();
            Assert.Same(scope, CleanupScope.Current);
            throw new FormatException();
        }));
        CleanupScope.Run(scope => { scope.OnComplete(() => _done.Add("final too")); });
        Assert.Equal(8, await CleanupScope.RunAsync(static async _ =>
        {
            await Task.Yield();
            return 8;
        }));

        Assert.Equal(["final", "undo", "final too"], _done);
        Assert.Null(CleanupScope.Current);
    }

    [Fact]
    public async Task Cancellation_reaches_its_handler_as_it_was_though_the_clean_up_fails_too()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        OperationCanceledException? caught = null;
        try
        {
            await CleanupScope.RunAsync(async outer =>
            {
                outer.Defer(static () => throw new IOException("outer"));
                await CleanupScope.RunAsync(async scope =>
                {
                    scope.Defer(static () => throw new IOException("inner"));
                    await Task.Delay(Timeout.InfiniteTimeSpan, source.Token);
                });
            });
        }
        catch (OperationCanceledException exception) when (exception.CancellationToken == source.Token)
        {
            caught = exception;
        }

        var failures = Assert.IsType<AggregateException>(caught!.Data[CleanupScope.FailuresKey]);
        Assert.Equal(["inner", "outer"], failures.InnerExceptions.Select(inner => inner.Message));
    }

    [Fact]
    public void A_filter_further_up_still_sees_the_scope_as_it_was()
    {
        CleanupScope? seen = null;
        var countSeen = 0;
        bool Look()
        {
            seen = CleanupScope.Current;
            countSeen = seen?.Count ?? 0;
            return true;
        }

        try
        {
            CleanupScope.Run(scope =>
            {
                scope.Defer(() => _done.Add("released"));
                throw new FormatException();
            });
        }
        catch (FormatException) when (Look())
        {
            _done.Add("caught");
        }

        Assert.Equal(1, countSeen);
        Assert.True(seen!.HasEnded);
        Assert.Equal(["released", "caught"], _done);
    }

    [Fact]
    public void A_clean_up_that_fails_alone_is_thrown()
    {
        var error = Assert.Throws<AggregateException>(() => CleanupScope.Run(static scope => { scope.Defer(static () => throw new IOException("x")); }));

        Assert.IsType<IOException>(Assert.Single(error.InnerExceptions));
    }

    /// <summary>A transaction as ADO.NET describes it: without connection once it has ended.</summary>
    private sealed class FakeTransaction(List<string> done, Action? onCommit = null, Action? onDispose = null) : DbTransaction
    {
        private bool _hasEnded;

        public override IsolationLevel IsolationLevel => IsolationLevel.Serializable;

        protected override DbConnection? DbConnection => _hasEnded ? null : new FakeConnection();

        public override void Commit()
        {
            done.Add("commit");
            onCommit?.Invoke();
            _hasEnded = true;
        }

        public override void Rollback()
        {
            done.Add("rollback");
            _hasEnded = true;
        }

        protected override void Dispose(bool disposing)
        {
            done.Add("dispose");
            base.Dispose(disposing);
            onDispose?.Invoke();
        }
    }

    private sealed class FakeConnection : DbConnection
    {
        [AllowNull]
        public override string ConnectionString { get; set; } = "";

        public override string Database => "";

        public override string DataSource => "";

        public override string ServerVersion => "";

        public override ConnectionState State => ConnectionState.Open;

        public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

        public override void Close()
        {
        }

        public override void Open() => throw new NotSupportedException();

        protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException();

        protected override DbCommand CreateDbCommand() => throw new NotSupportedException();
    }
}
