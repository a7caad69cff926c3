using System.Collections.Immutable;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace WorkerProbe;

/// <summary>One of each that crosses as JSON.</summary>
public sealed class Everything
{
    public sbyte A { get; set; } = -1;
    public ulong B { get; set; } = ulong.MaxValue;
    public decimal C { get; set; } = 1.50m;
    public Half D { get; set; } = (Half)0.5;
    public Int128 E { get; set; } = Int128.MaxValue;
    public char F { get; set; } = '"';
    public double? G { get; set; }
    public DateOnly H { get; set; } = new(2024, 2, 29);
    public TimeSpan I { get; set; } = TimeSpan.FromTicks(1);
    public Uri? J { get; set; } = new("https://example.org/a?b=ä");
    public Version K { get; set; } = new(1, 2, 3);
    public DayOfWeek L { get; set; } = DayOfWeek.Saturday;
    public DayOfWeek? M { get; set; } = (DayOfWeek)77;
    public byte[] N { get; set; } = [0, 255];
    public int[][] O { get; set; } = [[1], [], [2, 3]];
    public List<(int Number, string? Name)> P { get; set; } = [(1, "a"), (2, null)];
    public KeyValuePair<string, Extent> Q { get; set; } = new("k", new() { Width = 1, Height = 2 });
    public Dictionary<DayOfWeek, Guid> R { get; set; } = new() { [DayOfWeek.Monday] = Guid.Empty };
    public SortedDictionary<int, string> S { get; set; } = new() { [2] = "b", [1] = "a" };
    public HashSet<string> T { get; set; } = ["x", "y"];
    public Queue<int> U { get; set; } = new([1, 2, 3]);
    public ImmutableArray<int> V { get; set; } = [1, 2];
    public ImmutableDictionary<string, int> W { get; set; } = ImmutableDictionary<string, int>.Empty.Add("a", 1);
    public IReadOnlyDictionary<string, int[]> X { get; set; } = new Dictionary<string, int[]> { ["a"] = [1] };
    public IEnumerable<long> Y { get; set; } = [1, 2];
    public ISet<int> Z { get; set; } = new SortedSet<int> { 3, 1 };
    public Vector3 Vector { get; set; } = new(1, 2, 3);
    public Complex Complex { get; set; } = new(1, -1);
    public Degrees Degrees { get; set; } = new(36.6);
    public Node? Tree { get; set; } = new() { Value = 1, Children = [new() { Value = 2 }, new() { Value = 3, Children = [] }] };
    public JsonElement Element { get; set; } = JsonDocument.Parse("{\"a\":[1,null]}").RootElement;
    public JsonNode? JsonNode { get; set; } = JsonNode.Parse("[true]");
    public Marked Marked { get; set; } = new(5);
    public ReadOnlyMemory<short> Memory { get; set; } = new short[] { 1, 2 };
    [JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))] public DayOfWeek ByName { get; set; } = DayOfWeek.Sunday;
    [JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))] public DayOfWeek? PerhapsByName { get; set; } = DayOfWeek.Monday;
    [JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))] public DayOfWeek? NoName { get; set; }
    [JsonConverter(typeof(DegreesConverter))] public Degrees? PerhapsDegrees { get; set; } = new(-1.5);
    [JsonConverter(typeof(PerhapsConverter))] public int? Perhaps { get; set; } = 4;
    [JsonConverter(typeof(PerhapsConverter))] public int? PerhapsNot { get; set; }
    [JsonInclude] internal int Kept { get; set; } = 9;
}

public struct Extent
{
#pragma warning disable CA1051 // Fields cross, too.
    public int Width;
#pragma warning restore CA1051
    public int Height { get; set; }
}

public sealed class Node
{
    public required int Value { get; init; }
    public Node[]? Children { get; init; }
}

public sealed class Marked
{
    public Marked() { }

    [JsonConstructor]
    internal Marked(int size) => Size = size;

    public int Size { get; }
}

[JsonConverter(typeof(DegreesConverter))]
public readonly record struct Degrees(double Value);

public sealed class DegreesConverter : JsonConverter<Degrees>
{
    public override Degrees Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(double.Parse(reader.GetString()!.TrimEnd('°'), System.Globalization.CultureInfo.InvariantCulture));

    public override void Write(Utf8JsonWriter writer, Degrees value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture) + "°");
}

/// <summary>Of the nullable itself: what is not there is written as a text.</summary>
public sealed class PerhapsConverter : JsonConverter<int?>
{
    public override bool HandleNull => true;

    public override int? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? null : reader.GetInt32();

    public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options)
    {
        if (value is { } number)
            writer.WriteNumberValue(number);
        else
            writer.WriteStringValue("none");
    }
}
