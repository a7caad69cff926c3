namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>Lambdas and local functions are bodies like any other.</summary>
public sealed class DiagnosticsLambdas
{
    [Fact]
    public Task Acquired_and_lost_inside_a_lambda() => LeakCode.InMethod(
        """
        Action action = () =>
        {
            var resource = [|new Resource()|];
            resource.Use();
        };
        action();
        """);

    [Fact]
    public Task Acquired_and_lost_inside_a_local_function() => LeakCode.InMethod(
        """
        Local();

        void Local()
        {
            var resource = [|new Resource()|];
            resource.Use();
        }
        """);

    [Fact]
    public Task Used_by_a_local_function_that_is_only_called() => LeakCode.InMethod(
        """
        var resource = [|new Resource()|];
        Use();

        void Use() => resource.Use();
        """);

    [Fact]
    public Task Made_by_a_local_factory_function() => LeakCode.InMethod(
        """
        var resource = [|Make()|];
        resource.Use();

        Resource Make() => new Resource();
        """);
}
