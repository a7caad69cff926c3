namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>A lambda's own body is a body like any other.</summary>
public sealed class DiagnosticsLambdas
{
    [Fact]
    public Task Lost_inside_a_lambda() => LeakCode.InMethod(
        """
        Func<string, int> read = name =>
        {
            var stream = {|RH1002:File.OpenRead(name)|};
            if (stream.Length == 0)
                return -1;
            int first = stream.ReadByte();
            stream.Dispose();
            return first;
        };
        Console.WriteLine(read(path));
        """);

    [Fact]
    public Task Lost_inside_an_asynchronous_lambda() => LeakCode.InMethod(
        """
        Task.Run(async () =>
        {
            var stream = {|RH1002:File.OpenRead(path)|};
            int count = await stream.ReadAsync(new byte[1]);
            if (count > 0)
                stream.Dispose();
        });
        """);

    [Fact]
    public Task Lost_inside_an_event_handler() => LeakCode.InMethod(
        """
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            var resource = {|RH1002:new Resource()|};
            if (flag)
                return;
            resource.Dispose();
        };
        """);

    [Fact]
    public Task Lost_beside_a_lambda_that_does_not_mention_it() => LeakCode.InClass(
        """
        void M(List<string> names, bool flag)
        {
            var resource = {|RH1002:new Resource()|};
            names.ForEach(name => Console.WriteLine(name));
            if (flag)
                return;
            resource.Dispose();
        }
        """);
}
