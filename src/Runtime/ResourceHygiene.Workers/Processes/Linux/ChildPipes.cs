using System.IO.Pipes;

namespace ResourceHygiene.Workers.Processes.Linux;

/// <summary>The pipes of a child that is about to start. A struct that owns descriptors: whoever made it hands them on or closes them.</summary>
internal struct ChildPipes
{
    private const int None = -1;
    private const int StandardOutput = 1;

    private int _input = None;
    private int _output = None;
    private int _error = None;
    private int _childInput = None;
    private int _childOutput = None;
    private int _childError = None;

    public ChildPipes(ChildStart start)
    {
        try
        {
            if (start.Input == ChildStream.Pipe)
                (_childInput, _input) = Spawner.MakePipe(start.Program);
            if (start.Output == ChildStream.Pipe)
                (_output, _childOutput) = Spawner.MakePipe(start.Program);
            if (start.Error == ChildStream.Pipe)
                (_error, _childError) = Spawner.MakePipe(start.Program);
        }
        catch
        {
            CloseAll();
            throw;
        }
        ChildInput = DescriptorOf(start.Input, _childInput);
        ChildOutput = DescriptorOf(start.Output, _childOutput);
        // Duplicated in order: what the error output joins is the child's own output by then.
        ChildError = start.Error == ChildStream.Join
            ? (ChildOutput == Spawner.Same ? StandardOutput : ChildOutput)
            : DescriptorOf(start.Error, _childError);
    }

    public int ChildInput { get; }

    public int ChildOutput { get; }

    public int ChildError { get; }

    /// <summary>Hands a descriptor on to the stream that is made of it.</summary>
    [return: Owned]
    public Stream? TakeInput() => Taken(StreamOf(_input, PipeDirection.Out), ref _input);

    /// <inheritdoc cref="TakeInput"/>
    [return: Owned]
    public Stream? TakeOutput(Task? until) => Taken(StreamOf(_output, until), ref _output);

    /// <inheritdoc cref="TakeInput"/>
    [return: Owned]
    public Stream? TakeError(Task? until) => Taken(StreamOf(_error, until), ref _error);

    /// <summary>Closes what only the child needs: as long as it is open here, the end of its output is never seen.</summary>
    public void CloseChildEnds()
    {
        Close(ref _childInput);
        Close(ref _childOutput);
        Close(ref _childError);
    }

    public void CloseAll()
    {
        CloseChildEnds();
        Close(ref _input);
        Close(ref _output);
        Close(ref _error);
    }

    private static int DescriptorOf(ChildStream stream, int pipe) => stream switch
    {
        ChildStream.Pipe => pipe,
        ChildStream.Inherit => Spawner.Same,
        _ => Spawner.NullDevice,
    };

    /// <param name="descriptor">A pipe.</param>
    /// <param name="until">The end of the child, where its output ends with it; <see langword="null"/> where it ends with its last writer.</param>
    [return: Owned]
    private static Stream? StreamOf(int descriptor, Task? until) =>
        StreamOf(descriptor, PipeDirection.In) is not { } pipe ? null : until is null ? pipe : new UntilExitStream(pipe, until);

    [return: Owned]
    private static AnonymousPipeClientStream? StreamOf(int descriptor, PipeDirection direction) =>
        descriptor < 0 ? null : new(direction, new Microsoft.Win32.SafeHandles.SafePipeHandle(descriptor, ownsHandle: true));

    [return: Owned]
    private static Stream? Taken([TakesOwnership] Stream? stream, ref int descriptor)
    {
        descriptor = None;
        return stream;
    }

    private static void Close(ref int descriptor)
    {
        if (descriptor >= 0)
            _ = Libc.Close(descriptor);
        descriptor = None;
    }
}
