using Verify = ResourceHygiene.Testing.GeneratorVerifier<ResourceHygiene.Generators.WorkerCommands.WorkerCommandGenerator>;

namespace ResourceHygiene.Generators.Tests.WorkerCommands;

/// <summary>For what a worker cannot run nothing is generated and nothing fails; the analyzer says why.</summary>
public class InvalidUnitTests
{
    [Theory]
    [InlineData("class NotPartial { [WorkerCommand] public int Run() => 1; }")]
    [InlineData("class Container { partial class Inner { [WorkerCommand] public int Run() => 1; } }")]
    [InlineData("partial struct Value { [WorkerCommand] public int Run() => 1; }")]
    [InlineData("static partial class Tools { [WorkerCommand] public static int Run() => 1; }")]
    [InlineData("abstract partial class Base { [WorkerCommand] public int Run() => 1; }")]
    [InlineData("partial interface IContract { [WorkerCommand] int Run(); }")]
    [InlineData("partial class Generic<T> { [WorkerCommand] public int Run() => 1; }")]
    [InlineData("file partial class Local { [WorkerCommand] public int Run() => 1; }")]
    [InlineData("partial class Two { public Two() { } public Two(int a) { } [WorkerCommand] public int Run() => 1; }")]
    [InlineData("partial class Taken { public int Worker => 1; [WorkerCommand] public int Run() => 1; }")]
    [InlineData("class TakenClient { } partial class Taken { [WorkerCommand] public int Run() => 1; }")]
    [InlineData("partial class Service { [WorkerCommand] public int Run<T>() => 1; }")]
    [InlineData("partial class Service { [WorkerCommand] public void Run(ref int a) { } }")]
    [InlineData("partial class Service { [WorkerCommand] public System.ReadOnlySpan<int> Run() => default; }")]
    [InlineData("partial class Service { [WorkerCommand] public void Run(object a) { } }")]
    [InlineData("partial class Service { [WorkerCommand] public void Run(System.Action a) { } }")]
    [InlineData("partial class Service { [WorkerCommand] public System.IO.Stream Run() => null!; }")]
    [InlineData("partial class Service { [WorkerCommand] public int Run() => 1; [WorkerCommand] public int Run(int a) => 1; }")]
    [InlineData("partial class Service { [WorkerCommand(TimeoutSeconds = -1)] public int Run() => 1; }")]
    [InlineData("partial class Service { [WorkerCommand(Rehearse = true)] public int Run() => 1; }")]
    public void Nothing_is_generated(string source) => Verify.VerifyNothing("using ResourceHygiene.Workers; " + source);
}
