using System.Buffers;
using System.ComponentModel;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ResourceHygiene.Workers;

/// <summary>
/// What generated clients and dispatchers have in common: the arguments of a call, and its results, are one JSON array, written and
/// read value by value. Called by generated code only. Thread-safe.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WorkerJson
{
    // Lists that are chained element by element are deep, and so are trees that nobody balanced; what refers to itself still ends here.
    private const int Depth = 256;

    [ThreadStatic]
    private static Utf8JsonWriter? t_writer;

    /// <summary>Options for generated metadata: numbers that are none cross too, and text is not escaped for browsers.</summary>
    /// <param name="resolver">The metadata.</param>
    public static JsonSerializerOptions CreateOptions(IJsonTypeInfoResolver resolver)
    {
        var options = new JsonSerializerOptions
        {
            TypeInfoResolver = resolver,
            MaxDepth = Depth,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.MakeReadOnly();
        return options;
    }

    /// <summary>The metadata of a type from a context of the user.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="context">The context.</param>
    /// <exception cref="InvalidOperationException">The context does not know the type.</exception>
    public static JsonTypeInfo<T> InfoOf<T>(JsonSerializerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.GetTypeInfo(typeof(T)) as JsonTypeInfo<T>
            ?? throw new InvalidOperationException($"{context.GetType()} does not know {typeof(T)}. Add [JsonSerializable(typeof({typeof(T).Name}))] to it.");
    }

    /// <summary>The converter of a nullable member that has one of its own, be that a converter of the value, of the nullable, or a maker of either.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="converter">The member's own.</param>
    /// <param name="options">The options that a maker is given.</param>
    /// <exception cref="InvalidOperationException">It converts something else.</exception>
    public static JsonConverter<T?> NullableConverter<T>(JsonConverter converter, JsonSerializerOptions options)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(converter);
        var made = converter is JsonConverterFactory factory
            ? factory.CreateConverter(factory.CanConvert(typeof(T?)) ? typeof(T?) : typeof(T), options)
            : converter;
        return made switch
        {
            JsonConverter<T?> whole => whole,
            JsonConverter<T> value => new ConverterOfNullable<T>(value),
            _ => throw new InvalidOperationException($"{converter.GetType()} converts neither {typeof(T)} nor its nullable; [JsonConverter] on the member must name one that does."),
        };
    }

    /// <summary>Begins the array.</summary>
    /// <param name="output">Where it is written.</param>
    /// <returns>The writer, to be handed to <see cref="End"/>.</returns>
    public static Utf8JsonWriter Begin(IBufferWriter<byte> output)
    {
        // Taken, not borrowed: a converter of the user's may begin a call of its own while it writes.
        var writer = t_writer;
        t_writer = null;
        if (writer is null)
            writer = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        else
            writer.Reset(output);

        try
        {
            writer.WriteStartArray();
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Ends the array. Not called where a value cannot be written; the writer is then left to the garbage collector.</summary>
    /// <param name="writer">The writer.</param>
    public static void End(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteEndArray();
        writer.Flush();
        t_writer = writer;
    }

    /// <summary>Begins to read an array.</summary>
    /// <param name="json">What <see cref="Begin"/> to <see cref="End"/> wrote.</param>
    /// <exception cref="JsonException">It is no array.</exception>
    public static Utf8JsonReader Read(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = Depth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("A call's values are a JSON array, and this is none.");
        return reader;
    }

    /// <summary>Reads the next value.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="reader">The reader, at the end of the value before.</param>
    /// <param name="info">Metadata of the type.</param>
    /// <exception cref="JsonException">There is none, or it is no such value.</exception>
    public static T Next<T>(ref Utf8JsonReader reader, JsonTypeInfo<T> info)
    {
        Advance(ref reader);
        return JsonSerializer.Deserialize(ref reader, info)!;
    }

    /// <summary>The name of a unit that is made of several values.</summary>
    /// <param name="written">What <see cref="Begin"/> to <see cref="End"/> wrote.</param>
    public static string UnitOf(ArrayBufferWriter<byte> written)
    {
        ArgumentNullException.ThrowIfNull(written);
        return Encoding.UTF8.GetString(written.WrittenSpan);
    }

    /// <summary>Begins to read the values that a unit's name is made of.</summary>
    /// <param name="unit">The name.</param>
    /// <exception cref="JsonException">It is made of none: the worker was switched by hand to another name.</exception>
    public static Utf8JsonReader ReadUnit(string unit) => Read(Encoding.UTF8.GetBytes(unit));

    /// <summary>Prepares metadata that a call will need, in a standby.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="info">Its metadata.</param>
    public static void Warm<T>(JsonTypeInfo<T> info)
    {
        // Null and zero can be written by whatever writes the type; other default values need not make sense to it.
        if (default(T) is not null && !typeof(T).IsPrimitive)
            return;
        var output = new ArrayBufferWriter<byte>();
        var writer = Begin(output);
        JsonSerializer.Serialize(writer, default!, info);
        End(writer);
        var reader = Read(output.WrittenMemory);
        _ = Next(ref reader, info);
    }

    internal static void Advance(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray)
            throw new JsonException("There are fewer values than the command has.");
    }

    /// <summary>
    /// Null, or what the value's converter writes. The framework's own would want metadata of the value's type, too, which nobody else
    /// asks for: the type may be one that only the member's converter can write.
    /// </summary>
    private sealed class ConverterOfNullable<T>(JsonConverter<T> value) : JsonConverter<T?>
        where T : struct
    {
        public override bool HandleNull => true;

        public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? null : value.Read(ref reader, typeof(T), options);

        public override void Write(Utf8JsonWriter writer, T? there, JsonSerializerOptions options)
        {
            if (there is { } written)
                value.Write(writer, written, options);
            else
                writer.WriteNullValue();
        }
    }
}
