namespace ResourceHygiene.Cuda;

/// <summary>A process that computes on a device.</summary>
/// <param name="ProcessId">Its number, as the machine counts: inside a container with process numbers of its own these are not the container's.</param>
/// <param name="Bytes">What it holds on the device, its context included; <see langword="null"/> where the driver does not say (Windows, containers without the right).</param>
public readonly record struct DeviceProcess(int ProcessId, long? Bytes);
