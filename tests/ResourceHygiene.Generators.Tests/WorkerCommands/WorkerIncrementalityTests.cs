using ResourceHygiene.Generators.WorkerCommands;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Generators.Tests.WorkerCommands;

/// <summary>Edits that must change the output, wherever they are.</summary>
public class WorkerIncrementalityTests
{
    private const string Service =
        """
        using ResourceHygiene.Workers;
        public sealed partial class Service
        {
            [WorkerCommand] public Frame Render(int number) => new();
        }
        """;

    private const string Frame = "public sealed class Frame { public int Width { get; set; } }";

    [Theory]
    [InlineData("Render", "Draw")]
    [InlineData("int number", "long number")]
    [InlineData("int number", "int index")]
    [InlineData("[WorkerCommand]", "[WorkerCommand(Name = \"x\")]")]
    [InlineData("[WorkerCommand]", "")]
    [InlineData("sealed partial", "sealed")]
    public void Edit_of_the_class_regenerates(string before, string after) =>
        Test().ShouldRegenerate(Service.Replace(before, after, StringComparison.Ordinal));

    [Theory]
    [InlineData("public sealed class Frame { public int Height { get; set; } }")]
    [InlineData("public sealed class Frame { public int Width { get; init; } }")]
    [InlineData("public sealed class Frame { public System.Action? Width { get; set; } }")]
    [InlineData("public struct Frame { public int Width { get; set; } }")]
    public void Edit_of_a_type_that_crosses_regenerates(string edited) => Test().ShouldRegenerate(edited, sourceIndex: 1);

    [Fact]
    public void Command_added_in_another_file_regenerates() =>
        Test().ShouldRegenerate(Frame + " partial class Service { [ResourceHygiene.Workers.WorkerCommand] public int More() => 1; }", sourceIndex: 1);

    private static GeneratorTest<WorkerCommandGenerator> Test() => new() { Sources = { Service, Frame } };
}
