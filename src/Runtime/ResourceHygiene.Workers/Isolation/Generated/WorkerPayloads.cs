using System.ComponentModel;
using System.Text.Json;

namespace ResourceHygiene.Workers;

/// <summary>
/// What generated clients and dispatchers have in common about payloads. Among a call's values a payload is <c>true</c>, in the order in
/// which payloads were added, or <c>null</c>. Called by generated code only. Thread-safe.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WorkerPayloads
{
    /// <summary>Adds an argument.</summary>
    /// <typeparam name="T">Its elements.</typeparam>
    /// <param name="request">The call.</param>
    /// <param name="json">The writer of its values.</param>
    /// <param name="values">The argument; may be null.</param>
    public static void Add<T>(WorkerRequest request, Utf8JsonWriter json, T[]? values)
        where T : unmanaged
    {
        if (values is null)
            WriteNull(json);
        else
            Add<T>(request, json, values.AsSpan());
    }

    /// <inheritdoc cref="Add{T}(WorkerRequest, Utf8JsonWriter, T[])"/>
    public static void Add<T>(WorkerRequest request, Utf8JsonWriter json, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(json);
        request.AddPayload(values);
        json.WriteBooleanValue(true);
    }

    /// <summary>Adds an argument as it is, without a copy. It stays its owner's.</summary>
    /// <inheritdoc cref="Add{T}(WorkerRequest, Utf8JsonWriter, T[])"/>
    public static void Add<T>(WorkerRequest request, Utf8JsonWriter json, [Borrowed] SharedPayload<T>? values)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(json);
        if (values is null)
        {
            json.WriteNullValue();
            return;
        }

        request.AddPayload(values);
        json.WriteBooleanValue(true);
    }

    /// <summary>Adds a result.</summary>
    /// <typeparam name="T">Its elements.</typeparam>
    /// <param name="call">The call.</param>
    /// <param name="json">The writer of its results.</param>
    /// <param name="values">The result; may be null.</param>
    public static void Add<T>(WorkerCall call, Utf8JsonWriter json, T[]? values)
        where T : unmanaged
    {
        if (values is null)
            WriteNull(json);
        else
            Add<T>(call, json, values.AsSpan());
    }

    /// <inheritdoc cref="Add{T}(WorkerCall, Utf8JsonWriter, T[])"/>
    public static void Add<T>(WorkerCall call, Utf8JsonWriter json, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(json);
        call.AddResult(values);
        json.WriteBooleanValue(true);
    }

    /// <summary>Adds a result, without a copy where the call gave its memory.</summary>
    /// <inheritdoc cref="Add{T}(WorkerCall, Utf8JsonWriter, T[])"/>
    public static void Add<T>(WorkerCall call, Utf8JsonWriter json, [Borrowed] SharedPayload<T>? values)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(json);
        if (values is null)
        {
            json.WriteNullValue();
            return;
        }

        call.AddResult(values);
        json.WriteBooleanValue(true);
    }

    /// <summary>Reads an argument in place; valid until the command is done.</summary>
    /// <typeparam name="T">Its elements.</typeparam>
    /// <param name="call">The call.</param>
    /// <param name="json">The reader of its values, at the end of the value before.</param>
    /// <param name="index">The payload's number; one more afterwards, where there is one.</param>
    /// <exception cref="JsonException">There is none.</exception>
    public static Span<T> Span<T>(WorkerCall call, ref Utf8JsonReader json, ref int index)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(call);
        return IsThere(ref json) ? call.GetPayload<T>(index++) : [];
    }

    /// <summary>Copies an argument; <see langword="null"/> where that was given.</summary>
    /// <inheritdoc cref="Span{T}"/>
    public static T[]? Array<T>(WorkerCall call, ref Utf8JsonReader json, ref int index)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(call);
        return IsThere(ref json) ? call.GetArray<T>(index++) : null;
    }

    /// <summary>Opens an argument, which belongs to the call; <see langword="null"/> where that was given.</summary>
    /// <inheritdoc cref="Span{T}"/>
    public static SharedPayload<T>? Shared<T>(WorkerCall call, ref Utf8JsonReader json, ref int index)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(call);
        return IsThere(ref json) ? call.OpenPayload<T>(index++) : null;
    }

    /// <summary>Takes a result, which is the caller's from now on; <see langword="null"/> where that was given.</summary>
    /// <inheritdoc cref="Array{T}(WorkerReply, ref Utf8JsonReader, ref int)"/>
    [return: Owned]
    public static SharedPayload<T>? Shared<T>(WorkerReply reply, ref Utf8JsonReader json, ref int index)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(reply);
        return IsThere(ref json) ? reply.TakePayload<T>(index++) : null;
    }

    /// <summary>Copies a result; <see langword="null"/> where that was given.</summary>
    /// <typeparam name="T">Its elements.</typeparam>
    /// <param name="reply">The reply.</param>
    /// <param name="json">The reader of its values, at the end of the value before.</param>
    /// <param name="index">The payload's number; one more afterwards, where there is one.</param>
    /// <exception cref="JsonException">There is none.</exception>
    public static T[]? Array<T>(WorkerReply reply, ref Utf8JsonReader json, ref int index)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(reply);
        return IsThere(ref json) ? reply.GetArray<T>(index++) : null;
    }

    private static void WriteNull(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteNullValue();
    }

    private static bool IsThere(ref Utf8JsonReader json)
    {
        WorkerJson.Advance(ref json);
        return json.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.Null => false,
            _ => throw new JsonException($"A payload was expected, and this is {json.TokenType}."),
        };
    }
}
