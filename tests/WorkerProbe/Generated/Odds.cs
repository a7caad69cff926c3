using System.Text.Json;
using System.Text.Json.Serialization;

namespace WorkerProbe;

/// <summary>What one finds in the types of others: converters wherever they may stand, nullables, hierarchies, trees.</summary>
public sealed record Odds
{
    // Nothing else here is a DayOfWeek: the converter alone speaks of it.
    [JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))] public DayOfWeek? Day { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))] public DayOfWeek? NoDay { get; set; }

    [JsonConverter(typeof(SealedConverter))] public Sealed? Kept { get; set; }

    [JsonConverter(typeof(SealedFactory))] public Sealed? Made { get; set; }

    [JsonConverter(typeof(SealedConverter))] public required Sealed? Needed { get; init; }

    [JsonConverter(typeof(CommaConverter))] public List<int>? Commas { get; set; }

    public Priced? Price { get; set; }

    public Priced?[]? Prices { get; set; }

    public Dictionary<Currency, Priced?>? ByCurrency { get; set; }

    public (int? Count, Currency? In, (Guid? Id, string? Name)? Of) Nested { get; set; }

    public int?[][]? Ragged { get; set; }

    public Expression? Formula { get; set; }

    public Dictionary<string, Expression?>? Named { get; set; }

    public Branch<int>.Leaf<string?>[]? Leaves { get; set; }

    public Dictionary<Level, int>? ByLevel { get; set; }
}

public enum Currency
{
    Euro,
    Yen,
}

/// <summary>State that only the converters can see.</summary>
public readonly struct Sealed(int secret)
{
    private readonly int _secret = secret;

    public int Open() => _secret;
}

public sealed class SealedConverter : JsonConverter<Sealed>
{
    public override Sealed Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt32());

    public override void Write(Utf8JsonWriter writer, Sealed value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Open());
}

public sealed class SealedFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(Sealed);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) => new SealedConverter();
}

public sealed class CommaConverter : JsonConverter<List<int>>
{
    public override List<int> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        [.. reader.GetString()!.Split(',').Select(static number => int.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];

    public override void Write(Utf8JsonWriter writer, List<int> value, JsonSerializerOptions options) => writer.WriteStringValue(string.Join(',', value));
}

/// <summary>Its converter asks for the metadata of what is in it.</summary>
[JsonConverter(typeof(PricedConverter))]
public readonly record struct Priced(Currency Currency, decimal Amount);

public sealed class PricedConverter : JsonConverter<Priced>
{
    public override Priced Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        reader.Read();
        var currency = JsonSerializer.Deserialize<Currency>(ref reader, options);
        reader.Read();
        var amount = JsonSerializer.Deserialize<decimal>(ref reader, options);
        reader.Read();
        return new(currency, amount);
    }

    public override void Write(Utf8JsonWriter writer, Priced value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        JsonSerializer.Serialize(writer, value.Currency, options);
        JsonSerializer.Serialize(writer, value.Amount, options);
        writer.WriteEndArray();
    }
}

[JsonDerivedType(typeof(Number), "number")]
[JsonDerivedType(typeof(Sum), "sum")]
public abstract record Expression;

public sealed record Number(double Value) : Expression;

public sealed record Sum(Expression Left, Expression? Right) : Expression;

/// <summary>Its converter is made by a factory of one's own, and writes keys, too.</summary>
[JsonConverter(typeof(LevelFactory))]
public enum Level
{
    Low,
    High,
}

public sealed class LevelFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(Level);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        new JsonStringEnumConverter<Level>().CreateConverter(typeToConvert, options);
}

public static class Branch<T>
{
    public sealed record Leaf<TName>(TName? Name)
    {
        public T? Value { get; set; }

        public Leaf<TName>? Next { get; init; }
    }
}
