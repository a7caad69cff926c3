using Verify = ResourceHygiene.Testing.GeneratorVerifier<ResourceHygiene.Generators.WorkerCommands.WorkerCommandGenerator>;

namespace ResourceHygiene.Generators.Tests.WorkerCommands;

/// <summary>What is generated for <c>[WorkerCommand]</c>: the service, its dispatcher, and the client.</summary>
public class WorkerCommandTests
{
    [Fact]
    public Task Unit_named_by_a_string_has_the_commands_on_the_unit() => Verify.VerifyAsync(
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        using ResourceHygiene.Workers;

        namespace Media;

        public sealed record Frame(int Number, TimeSpan At, string? Caption);

        public sealed partial class FrameRenderer(string clip)
        {
            /// <summary>Renders a frame.</summary>
            [WorkerCommand(LatestWins = true, TimeoutSeconds = 2.5)]
            public Frame Render(int number, double scale = 0.5, string? caption = null, CancellationToken cancellationToken = default) => new(number, TimeSpan.FromSeconds(scale), caption ?? clip);

            [WorkerCommand]
            public Task<int> CountAsync() => Task.FromResult(clip.Length);

            [WorkerCommand(Name = "warm up", Rehearse = true, TimeoutSeconds = double.PositiveInfinity)]
            internal static ValueTask LoadCodecs(CancellationToken token) => default;

            [WorkerCommand]
            public void Forget() { }
        }
        """);

    [Fact]
    public Task Unit_of_several_values_is_named_by_all_of_them() => Verify.VerifyAsync(
        """
        using System.Threading.Tasks;
        using ResourceHygiene.Workers;

        public enum Quality { Draft, Final }

        internal sealed class Session : System.IAsyncDisposable
        {
            public ValueTask DisposeAsync() => default;
        }

        public sealed partial class Export
        {
            private readonly Session _session = new();

            internal Export(int clip, WorkerContext context, Quality quality = Quality.Final) { }

            [WorkerCommand]
            public async ValueTask<bool> Write(string path, Quality quality = Quality.Final, char mark = '\'') { await _session.DisposeAsync(); return true; }
        }
        """);

    [Fact]
    public Task Without_units_the_client_has_the_commands_itself() => Verify.VerifyAsync(
        """
        using System.Threading;
        using ResourceHygiene.Workers;

        internal partial class Calculator
        {
            [WorkerCommand] internal int Add(int left, int @event) => left + @event;
            [WorkerCommand(Name = "Add3")] internal int Add(int left, int right, int more) => left + right + more;
            [WorkerCommand] internal static long Twice(long value, WorkerContext context) => 2 * value;
            [WorkerCommand] internal void Stop() { }
        }
        """);

    [Fact]
    public Task Payloads_travel_beside_the_json() => Verify.VerifyAsync(
        """
        using System;
        using System.Threading.Tasks;
        using ResourceHygiene.Workers;

        public readonly struct Pixel { public readonly float R, G, B; }

        public sealed partial class Filters
        {
            [WorkerCommand] public Pixel[] Blur(ReadOnlySpan<Pixel> pixels, int radius, float[]? kernel) => pixels.ToArray();
            [WorkerCommand] public (int Width, byte[] Data, ReadOnlyMemory<double> Histogram) Scale(Memory<byte> data, ReadOnlyMemory<int> sizes) => (1, data.ToArray(), default);
            [WorkerCommand] public Task<Guid[]> Keys() => Task.FromResult(new[] { Guid.Empty });
            [WorkerCommand] public (int, SharedPayload<float>?) Share(SharedPayload<float> frame, SharedPayload<Pixel>? mask) => (1, frame);
            [WorkerCommand] public int Sum(Span<int> values, string[] names, int[][] jagged) => 0;
        }
        """);

    [Fact]
    public Task Nested_class_gets_its_client_beside_it() => Verify.VerifyAsync(
        """
        using ResourceHygiene.Workers;

        namespace A.B
        {
            public static partial class Outer
            {
                internal partial record class @class
                {
                    internal sealed partial class Inner
                    {
                        [WorkerCommand] public decimal Half(decimal value = 1.50m) => value / 2;
                    }
                }
            }
        }
        """);

    [Fact]
    public Task Own_metadata_is_used_where_a_command_names_it() => Verify.VerifyAsync(
        """
        using System;
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using System.Text.Json.Serialization.Metadata;
        using ResourceHygiene.Workers;

        public interface IShape { }

        [JsonSerializable(typeof(IShape))]
        [JsonSerializable(typeof(int))]
        public sealed class Shapes : JsonSerializerContext
        {
            public Shapes() : base(null) { }
            public static Shapes Default { get; } = new();
            protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
            public override JsonTypeInfo? GetTypeInfo(Type type) => null;
        }

        public sealed partial class Drawing
        {
            [WorkerCommand(Json = typeof(Shapes))] public int Draw(IShape shape) => 1;
            [WorkerCommand] public int Count(long more) => 1;
        }
        """);

    [Fact]
    public Task Class_in_several_files_gets_one_client() => new ResourceHygiene.Testing.GeneratorTest<ResourceHygiene.Generators.WorkerCommands.WorkerCommandGenerator>
    {
        Sources =
        {
            "using ResourceHygiene.Workers; public partial class Split { [WorkerCommand] public int Zeta() => 1; }",
            "using ResourceHygiene.Workers; public partial class Split { [WorkerCommand] public partial int Alpha(int value); }",
            "public partial class Split { public partial int Alpha(int value) => value; }",
        },
    }.RunAsync();
}
