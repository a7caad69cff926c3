using Verify = ResourceHygiene.Testing.GeneratorVerifier<ResourceHygiene.Generators.WorkerCommands.WorkerCommandGenerator>;

namespace ResourceHygiene.Generators.Tests.WorkerCommands;

/// <summary>The JSON metadata that is generated for what cannot be written as it is.</summary>
public class WorkerJsonTests
{
    [Fact]
    public Task Objects_are_made_through_constructors_initializers_and_setters() => Verify.VerifyAsync(
        """
        using System;
        using System.Text.Json.Serialization;
        using ResourceHygiene.Workers;

        public record Base(int Id) { public string? Note { get; set; } }
        public sealed record Derived(int Id, string Name) : Base(Id) { public required Uri Link { get; init; } public double? Weight { get; init; } }
        public class Plain { public int X; public DateTime At { get; set; } public int Doubled => X * 2; [JsonIgnore] public Action? OnDone { get; set; } public int @class { get; set; } }
        public readonly struct Point { public Point(int x, int y) { X = x; Y = y; } public int X { get; } public int Y { get; } }
        public struct Size { public int Width; public int Height { get; set; } }
        public sealed class Marked { public Marked() { } [JsonConstructor] internal Marked(int size) => Size = size; public int Size { get; } }
        public sealed class Node { public Node? Next { get; set; } public Node[]? Children { get; set; } }
        public sealed class Flag { [JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))] public DayOfWeek Day { get; set; } }
        public class Odd { [JsonInclude] internal int Kept { get; set; } public int Set { get; internal set; } }

        public sealed partial class Service
        {
            [WorkerCommand] public Derived One(Plain plain, Point point, Size size) => null!;
            [WorkerCommand] public (Marked, Node, Flag) Two(Odd odd, Point? maybe) => default;
        }
        """);

    [Fact]
    public Task Nullable_member_may_have_a_converter_of_the_value_of_the_nullable_or_of_either() => Verify.VerifyAsync(
        """
        using System;
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using ResourceHygiene.Workers;

        public sealed class OfValue : JsonConverter<int>
        {
            public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetInt32() - 1;
            public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value + 1);
        }

        public sealed class OfNullable : JsonConverter<int?>
        {
            public override int? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetInt32();
            public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options) => writer.WriteNumberValue(value ?? 0);
        }

        public sealed class Sample
        {
            [JsonConverter(typeof(OfValue))] public int? A { get; set; }
            [JsonConverter(typeof(OfNullable))] public int? B { get; set; }
            [JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))] public DayOfWeek? C { get; set; }
        }

        public sealed partial class Service
        {
            [WorkerCommand] public Sample Echo(Sample sample) => sample;
        }
        """);

    [Fact]
    public Task Collections_of_the_framework() => Verify.VerifyAsync(
        """
        using System;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using ResourceHygiene.Workers;

        public sealed partial class Service
        {
            [WorkerCommand] public List<string?> Lists(string[] a, IReadOnlyList<int> b, IEnumerable<long> c, IList<char> d, ICollection<bool> e) => null!;
            [WorkerCommand] public Dictionary<string, List<int>> Maps(IDictionary<Guid, int> a, IReadOnlyDictionary<DayOfWeek, string> b, SortedDictionary<int, int> c) => null!;
            [WorkerCommand] public HashSet<int> Sets(ISet<int> a, SortedSet<string> b, Queue<int> c, LinkedList<int> d) => null!;
            [WorkerCommand] public ImmutableArray<int> Immutable(ImmutableList<string> a, ImmutableDictionary<string, int> b, ImmutableHashSet<int> c) => default;
            [WorkerCommand] public KeyValuePair<string, int> Pairs((int Number, string Name) tuple, List<(int, int)> more) => default;
        }
        """);

    [Fact]
    public Task Values_of_the_framework() => Verify.VerifyAsync(
        """
        using System;
        using System.Text.Json;
        using System.Text.Json.Nodes;
        using System.Text.Json.Serialization;
        using ResourceHygiene.Workers;

        [JsonConverter(typeof(Temperatures))]
        public readonly record struct Temperature(double Degrees);

        public sealed class Temperatures : JsonConverter<Temperature>
        {
            public override Temperature Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetDouble());
            public override void Write(Utf8JsonWriter writer, Temperature value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Degrees);
        }

        public sealed partial class Service
        {
            [WorkerCommand] public void Numbers(bool a, sbyte b, byte c, short d, ushort e, uint f, ulong g, Half h, Int128 i, UInt128 j, float k, decimal l) { }
            [WorkerCommand] public void Times(DateTime a, DateTimeOffset b, TimeSpan c, DateOnly d, TimeOnly e, Guid f, Uri g, Version h) { }
            [WorkerCommand] public JsonNode Json(JsonElement a, JsonObject b, JsonArray c) => null!;
            [WorkerCommand] public Temperature? Own(Temperature a, DayOfWeek b, DayOfWeek? c) => null;
        }
        """);

    [Fact]
    public Task Known_derived_types_come_with_their_base() => Verify.VerifyAsync(
        """
        using System.Text.Json.Serialization;
        using ResourceHygiene.Workers;

        [JsonDerivedType(typeof(Circle), "circle")]
        [JsonDerivedType(typeof(Square), "square")]
        public abstract record Shape(string Name);
        public sealed record Circle(string Name, double Radius) : Shape(Name);
        public sealed record Square(string Name, double Side) : Shape(Name);

        public sealed partial class Service
        {
            [WorkerCommand] public Shape Grow(Shape shape) => shape;
        }
        """);
}
