namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>A lambda that leaves and mentions the resource may release it at any time.</summary>
public sealed class ValidLambdas
{
    [Fact]
    public Task Captured_by_a_handler_on_one_path() => LeakCode.InClass(
        """
        event EventHandler? Done;

        void M(bool flag)
        {
            var resource = new Resource();
            if (flag)
            {
                resource.Dispose();
                return;
            }

            Done += (_, _) => resource.Dispose();
        }
        """);

    [Fact]
    public Task Captured_by_a_continuation_before_a_way_out() => LeakCode.InClass(
        """
        void M(Task work, bool flag)
        {
            var resource = new Resource();
            work.ContinueWith(_ => resource.Dispose());
            if (flag)
                return;
            resource.Use();
        }
        """);

    [Fact]
    public Task Each_call_of_a_lambda_keeps_its_own_house() => LeakCode.InMethod(
        """
        Func<string, int> read = name =>
        {
            using var stream = File.OpenRead(name);
            return stream.Length == 0 ? -1 : stream.ReadByte();
        };
        Console.WriteLine(read(path));
        """);

    [Fact]
    public Task Registered_for_cancellation() => LeakCode.InClass(
        """
        void M(CancellationToken token, bool flag)
        {
            var resource = new Resource();
            token.Register(() => resource.Dispose());
            if (flag)
                throw new OperationCanceledException(token);
            resource.Use();
        }
        """);

    [Fact]
    public Task Released_by_a_worker_that_was_started() => LeakCode.InMethod(
        """
        var stream = File.OpenRead(path);
        if (flag)
        {
            ThreadPool.QueueUserWorkItem(_ => { using (stream) stream.ReadByte(); });
            return;
        }

        stream.Dispose();
        """);
}
