namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>What a lambda captures may be released at any time.</summary>
public sealed class ValidLambdas
{
    [Fact]
    public Task Captured_by_a_stored_lambda() => LeakCode.InMethod(
        """
        var resource = new Resource();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => resource.Use();
        """);

    [Fact]
    public Task Captured_by_a_continuation() => LeakCode.InMethod(
        """
        var resource = new Resource();
        Task.Delay(1).ContinueWith(_ => resource.Dispose());
        """);

    [Fact]
    public Task Captured_by_a_local_function_used_as_a_delegate() => LeakCode.InMethod(
        """
        var resource = new Resource();
        Action cleanup = Cleanup;
        cleanup();

        void Cleanup() => resource.Use();
        """);

    [Fact]
    public Task Captured_by_a_query() => LeakCode.InMethod(
        """
        var resource = new Resource();
        var query = from number in new[] { 1 } select resource.Name + number;
        Console.WriteLine(query.Count());
        """);

    [Fact]
    public Task A_constructor_that_is_expected_to_throw() => LeakCode.InFile(
        """
        static class Assert { public static void Throws<T>(Action action) where T : Exception => action(); }
        class C
        {
            void M()
            {
                Assert.Throws<ArgumentException>(() => new FileStream("", FileMode.Open));
                Assert.Throws<ArgumentException>(() => { var stream = new FileStream("", FileMode.Open); stream.ReadByte(); });
            }
        }
        """);
}
